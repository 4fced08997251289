"""What is said of cells for the knee, held against the trials: by stated rules, of one product at a time."""
