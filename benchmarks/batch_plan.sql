-- From the decided customers to the two tables; see `batch_duckdb`.

CREATE TEMP TABLE counted AS
  SELECT l.customer_id, l.item, l.done_on, s.times, s.per
  FROM log AS l JOIN services AS s USING (item)
  WHERE l.done_on <= $today AND (NOT s.needs_record OR l.record IS NOT NULL);

CREATE TEMP TABLE last_done AS
  WITH slots_done AS (
    SELECT DISTINCT c.customer_id, c.item, c.done_on, c.times, d.slot
    FROM counted AS c JOIN days AS d USING (times, per, done_on)
  ), numbered AS (
    SELECT *, row_number() OVER (PARTITION BY customer_id, item ORDER BY done_on DESC) - 1 AS later
    FROM slots_done
  ), covered AS (
    SELECT customer_id, item, least(any_value(times), greatest(count(*), max(slot + later))) AS covered
    FROM numbered GROUP BY customer_id, item
  )
  SELECT l.customer_id, l.item, l.last, coalesce(c.covered, 0) AS covered
  FROM (SELECT customer_id, item, max(done_on) AS last FROM counted GROUP BY customer_id, item) AS l
  LEFT JOIN covered AS c USING (customer_id, item);

CREATE TEMP TABLE visit_days AS
  SELECT DISTINCT l.customer_id, l.done_on
  FROM log AS l LEFT JOIN services AS s USING (item)
  WHERE l.done_on <= $today
    AND (l.item = 'visit' OR (s.rides AND (NOT s.needs_record OR l.record IS NOT NULL)));

CREATE TEMP TABLE dated AS
  WITH regime AS (
    SELECT d.*, r.times, r.per, r.yearly FROM decided AS d JOIN regimes AS r USING (visit_rate)
  ), slots_done AS (
    SELECT v.customer_id, r.times, d.slot,
      row_number() OVER (PARTITION BY v.customer_id ORDER BY v.done_on DESC) - 1 AS later
    FROM visit_days AS v
    JOIN regime AS r USING (customer_id)
    JOIN days AS d ON d.times = r.times AND d.per = r.per AND d.done_on = v.done_on
  ), in_period AS (
    SELECT customer_id, least(any_value(times), greatest(count(*), max(slot + later))) AS covered
    FROM slots_done GROUP BY customer_id
  ), ever AS (SELECT DISTINCT customer_id FROM visit_days)
  SELECT r.*, dues.due AS visit_due
  FROM regime AS r
  LEFT JOIN ever AS e USING (customer_id)
  LEFT JOIN in_period AS p USING (customer_id)
  LEFT JOIN dues ON dues.times = r.times AND dues.per = r.per
    AND dues.covered = CASE WHEN e.customer_id IS NULL THEN -1 ELSE coalesce(p.covered, 0) END;

COPY (
  SELECT customer_id, customer_name AS name, tags, categories, unknown_categories,
    times AS visit_times, per AS visit_per, visit_minutes, visit_modes, visit_due,
    round((times * visit_minutes * yearly + item_minutes) / 12, 6)::DECIMAL(38, 6)
      AS monthly_minutes,
    unknown, []::VARCHAR[] AS conflicts, missing, pyramid, pyramid_rule
  FROM dated ORDER BY position
) TO '$customers' (FORMAT parquet, COMPRESSION zstd);

COPY (
  WITH long AS (
    UNPIVOT (SELECT position, customer_id, visit_due, COLUMNS('.*_(state|priority|rule)$') FROM dated)
    ON $triples
    INTO NAME item VALUE state, priority, rule
  ), joined AS (
    SELECT l.*, s.*  EXCLUDE (item), d.last, dues.due AS slot_due
    FROM long AS l
    JOIN services AS s USING (item)
    LEFT JOIN last_done AS d ON d.customer_id = l.customer_id AND d.item = l.item
    LEFT JOIN dues ON dues.times = s.times AND dues.per = s.per
      AND dues.covered = coalesce(d.covered, -1)
    WHERE l.state IS NOT NULL
  ), due AS (
    SELECT *, CASE WHEN state IN ('due', 'due_unknown', 'active') THEN
      CASE
        WHEN rides THEN visit_due
        WHEN step IS NOT NULL THEN coalesce((last + step)::DATE, $today)
        WHEN festive THEN
          CASE WHEN last >= $first_festival - 30 THEN $second_festival ELSE $first_festival END
        ELSE slot_due
      END
    END AS due
    FROM joined
  )
  SELECT customer_id, item, kind, state, priority, due, "by", minutes, rule
  FROM due ORDER BY position, priority, due NULLS LAST, place
) TO '$items' (FORMAT parquet, COMPRESSION zstd);
