"""The encrypted database of one profile: connection, key file, migrations, repositories, backup."""
