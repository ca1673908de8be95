"""Numbers for whoever watches an installation, as Prometheus reads them."""
