-- What r42 needs and r41 does not know: it only adds.
ALTER TABLE orders ADD COLUMN note TEXT NOT NULL DEFAULT '';
CREATE TABLE banners (
	id INTEGER PRIMARY KEY,
	text TEXT NOT NULL,
	at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX orders_by_session ON orders (session);
