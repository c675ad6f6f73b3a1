"""The judge's view of the far side: a sandbox, its children, and proxies of what lives there."""
