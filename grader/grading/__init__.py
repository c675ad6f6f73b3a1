"""The command's own process: from files to reports, and the judges that it starts."""
