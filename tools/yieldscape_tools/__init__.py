"""The Python side of yieldscape: an independent reference model, the figures and the checks of the paper."""
