"""Signs of enablement over HTTP: comparisons in words and numbers, and roll-outs by lot."""
