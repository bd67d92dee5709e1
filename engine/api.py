"""The only door for tasks, webhooks and app."""
