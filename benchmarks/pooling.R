# metafor on the sets that benchmarks/pooling.py wrote into a folder: CPU seconds and its tau2.
suppressMessages(library(metafor))
folder <- commandArgs(trailingOnly = TRUE)[1]
read <- function(name) as.matrix(read.csv(file.path(folder, name), header = FALSE))
y <- read("y.csv"); v <- read("v.csv"); one <- read("one.csv")
cpu <- function(expr) { t <- system.time(expr); unname(t["user.self"] + t["sys.self"]) }

fit <- function(i, method)
  tryCatch(suppressWarnings(rma(y[i, ], v[i, ], method = method))$tau2, error = function(e) NA)

invisible(rma(one[1, ], one[2, ]))
single <- cpu(for (i in 1:200) rma(one[1, ], one[2, ])) / 200
tau2 <- rep(NA_real_, nrow(y))
seconds <- c(
  REML = cpu(for (i in seq_len(nrow(y))) tau2[i] <- fit(i, "REML")),
  DL = cpu(for (i in seq_len(nrow(y))) fit(i, "DL")),
  PM = cpu(for (i in seq_len(nrow(y))) fit(i, "PM"))
)
number <- function(x) paste0(ifelse(is.na(x), '"NA"', sprintf("%.17g", x)), collapse = ",")
cat(sprintf(
  '{"metafor":"%s","R":"%s","one":%.9g,"REML":%.9g,"DL":%.9g,"PM":%.9g,"tau2":[%s]}',
  packageVersion("metafor"), getRversion(), single, seconds["REML"], seconds["DL"], seconds["PM"], number(tau2)
), file = file.path(folder, "told.json"))
