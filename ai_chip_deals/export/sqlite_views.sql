-- Two questions that readers come with, and a search, over the tables of the row models.

CREATE VIEW counted_deals AS
SELECT
  deal_id, title, kind, stage, date,
  (SELECT group_concat(name, '; ') FROM (
    SELECT coalesce(o.name, b.named) AS name
    FROM deals_buyers AS b LEFT JOIN organizations AS o USING (organization_id)
    WHERE b.deal_id = d.deal_id ORDER BY b.position)) AS buyers,
  (SELECT group_concat(name, '; ') FROM (
    SELECT coalesce(o.name, s.named) AS name
    FROM deals_sellers AS s LEFT JOIN organizations AS o USING (organization_id)
    WHERE s.deal_id = d.deal_id ORDER BY s.position)) AS sellers,
  (SELECT group_concat(name, '; ') FROM (
    SELECT p.name
    FROM deals_chips AS c JOIN products AS p USING (product_id)
    WHERE c.deal_id = d.deal_id ORDER BY c.position)) AS chips,
  ordered_as_stated, ordered_low, ordered, ordered_high,
  delivered_as_stated, delivered_low, delivered, delivered_high, unit,
  value_as_stated, value_usd_low, value_usd, value_usd_high,
  power_mw_low, power_mw, power_mw_high,
  n_origins, n_denials, source_url
FROM deals AS d
WHERE counted_in IS NULL;

CREATE VIEW denials AS
SELECT
  record_id AS deal_id, d.title, field, text AS denied, c.origin, o.name AS denied_by,
  count(DISTINCT source_id) AS pages, min(c.known_from) AS first_known_from
FROM claims AS c
JOIN deals AS d ON d.deal_id = c.record_id
LEFT JOIN organizations AS o ON o.organization_id = c.origin
WHERE stance = 'denies' AND "table" IN ('deals', 'deal_figures', 'deal_events')
GROUP BY record_id, field, text, c.origin;

-- Three signs at a time, because no spaces part the words of Chinese and Japanese.
CREATE VIRTUAL TABLE search USING fts5 (kind UNINDEXED, id UNINDEXED, text, tokenize = 'trigram');

INSERT INTO search (kind, id, text)
SELECT 'deals', deal_id, title FROM deals
UNION ALL SELECT 'organizations', organization_id, name FROM organizations
UNION ALL SELECT 'organizations', organization_id, value FROM organizations, json_each(aliases)
UNION ALL SELECT 'products', product_id, name FROM products
UNION ALL SELECT 'products', product_id, value FROM products, json_each(aliases)
UNION ALL SELECT 'sources', source_id, title FROM sources;

INSERT INTO search (search) VALUES ('optimize');
