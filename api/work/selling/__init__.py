"""What is known of deals and helps to sell: their contacts, facts, plays, and content that fits them."""
