-- title: What a force published each month, and how much of it has a place.
-- grain: one row per month held
-- parameter force: short name of the force whose files are asked
-- parameter start: first month
-- parameter end: month after the last
-- column month: date, first of the month
-- column records: whole number, records
-- column unlocated: whole number, records published without a place
-- column unnamed_street: whole number, records with a place but no street name
-- column outside_force: whole number, records placed outside the force's area
-- column outcome_missing: whole number, recorded crimes whose outcome is given as unavailable
-- column crimes: whole number, recorded crimes

SELECT
    month,
    count(*) AS records,
    count(CASE WHEN NOT located THEN 1 END) AS unlocated,
    count(CASE WHEN located AND street IS NULL THEN 1 END) AS unnamed_street,
    count(CASE WHEN outside_force_area THEN 1 END) AS outside_force,
    count(CASE WHEN is_crime AND outcome = 'Status update unavailable' THEN 1 END) AS outcome_missing,
    count(CASE WHEN is_crime THEN 1 END) AS crimes
FROM offence
WHERE force = :force
    AND month >= CAST(:start AS DATE)
    AND month < CAST(:end AS DATE)
GROUP BY month
ORDER BY month
