"""The durable journal of cases, on SQLite or PostgreSQL. The one package that speaks SQL."""
