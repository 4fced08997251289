"""Do small trials say more: asymmetry of the funnel, trials that may be missing, selection by significance."""
