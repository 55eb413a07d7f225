"""What is kept: tables, migrations, queries a noun each, and the one writer."""
