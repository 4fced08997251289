# One model by R mmrm, timed: called by mmrm.py as
#   Rscript by_mmrm.R FILE FORMULA SUBJECT VISIT METHOD REPEATS
# Prints JSON: CPU seconds of each call, and by coefficient estimate, standard error, df. Status 9: mmrm is not here.
given <- commandArgs(trailingOnly = TRUE)
if (!suppressWarnings(requireNamespace("mmrm", quietly = TRUE))) quit(status = 9)
data <- read.csv(given[1], stringsAsFactors = TRUE, na.strings = c("NA", ""))
data[[given[3]]] <- factor(data[[given[3]]])
if (all(c("Male", "Female") %in% levels(data$SEX))) data$SEX <- factor(data$SEX, c("Male", "Female"))
for (name in c("kl", "hospital")) if (name %in% names(data)) data[[name]] <- factor(data[[name]])
if ("arm" %in% names(data)) {
  data$arm <- factor(data$arm, c("sham", "low", "high"))
  data$work <- factor(data$work, c("desk", "standing", "heavy"))
}
formula <- as.formula(sprintf("%s + us(%s | %s)", given[2], given[4], given[3]))
seconds <- numeric(0)
for (turn in seq_len(as.integer(given[6]))) {
  used <- system.time({
    fit <- mmrm::mmrm(formula, data = data, control = mmrm::mmrm_control(method = given[5]))
    table <- summary(fit)$coefficients
  })
  seconds <- c(seconds, sum(used[c("user.self", "sys.self", "user.child", "sys.child")], na.rm = TRUE))
}
rows <- apply(table[, 1:3], 1, function(row) sprintf("[%s]", paste(sprintf("%.17g", row), collapse = ",")))
cat(sprintf("{\"seconds\": [%s], \"table\": {%s}}\n", paste(sprintf("%.6f", seconds), collapse = ","),
            paste(sprintf("\"%s\": %s", rownames(table), rows), collapse = ",")))
