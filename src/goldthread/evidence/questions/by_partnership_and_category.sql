-- title: Offences in every partnership of the lake, by category.
-- grain: one row per partnership and category that has offences
-- parameter start: first month
-- parameter end: month after the last
-- column partnership: code of the partnership
-- column category: category of offence
-- column is_crime: true for recorded crime, false for anti-social behaviour
-- column months: whole number, months in which the partnership has any record of that category
-- column offences: whole number, records

SELECT
    csp_code AS partnership,
    category,
    is_crime,
    count(DISTINCT month) AS months,
    count(*) AS offences
FROM offence
WHERE csp_code IS NOT NULL
    AND month >= CAST(:start AS DATE)
    AND month < CAST(:end AS DATE)
GROUP BY csp_code, category, is_crime
ORDER BY partnership, category, is_crime
