"""The page of posters and post: what invites people, and what is sent to them."""
