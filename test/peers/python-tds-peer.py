"""Talks to a SQL Server through python-tds and prints what it saw, as JSON: python-tds-peer.py PORT."""

import json
import sys

import pytds


def connect(**more):
    return pytds.connect(
        dsn="127.0.0.1", port=int(sys.argv[1]), user="sa", password="Str0ng-Passw0rd",
        autocommit=True, **more,
    )


def refusal(act):
    try:
        act()
    except pytds.Error as error:
        return [getattr(error, "number", None), str(error)]
    return None


with connect() as connection, connection.cursor() as cursor:
    cursor.execute("CREATE TABLE dbo.peers (id INT PRIMARY KEY, name NVARCHAR(50), amount DECIMAL(12,2))")
    cursor.execute("INSERT INTO dbo.peers VALUES (%s, %s, %s)", (1, "Zoë", "12.50"))
    cursor.copy_to(
        table_or_view="peers", schema="dbo", columns=["id", "name", "amount"],
        data=[("2", "bulk", "3"), ("3", None, None)],
    )
    cursor.execute("SELECT id, name, amount FROM dbo.peers WHERE id >= %s ORDER BY id", (1,))
    rows = [[id, name, None if amount is None else str(amount)] for id, name, amount in cursor.fetchall()]
    seen = {
        "rows": rows,
        "duplicate": refusal(lambda: cursor.execute("INSERT INTO dbo.peers VALUES (1, N'x', 1)")),
        "absent": refusal(lambda: cursor.execute("SELECT * FROM dbo.absent")),
    }
print(json.dumps(seen))
