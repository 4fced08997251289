"""Signals per kit and hospital: charts that watch case by case, and funnels that compare, with their false alarms."""
