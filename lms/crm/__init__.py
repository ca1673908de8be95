"""The CRM's word on deals and those who work on them: facts as they came, and what follows from them."""
