"""What every route shares: who asks, the database, shapes, errors, the API's document."""
