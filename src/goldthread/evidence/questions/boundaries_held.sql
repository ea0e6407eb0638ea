-- title: Which boundaries are held.
-- grain: one row per level and vintage
-- column level: kind of area
-- column vintage: vintage of the boundaries
-- column areas: whole number, outlines

SELECT
    level,
    vintage,
    count(*) AS areas
FROM boundary
GROUP BY level, vintage
ORDER BY level, vintage
