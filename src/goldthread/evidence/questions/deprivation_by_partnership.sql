-- title: How deprived every partnership of the lake is.
-- grain: one row per partnership
-- parameter edition: year of the edition
-- parameter measure: name of the measure, such as imd_decile
-- column partnership: code of the partnership
-- column areas: whole number, small areas with a value
-- column mean_value: mean of the measure over small areas
-- column most_deprived_fifth: whole number, small areas whose value is 1 or 2

SELECT
    c.csp_code AS partnership,
    count(*) AS areas,
    avg(d.value) AS mean_value,
    count(CASE WHEN d.value <= 2 THEN 1 END) AS most_deprived_fifth
FROM deprivation AS d
INNER JOIN (
    SELECT DISTINCT code, vintage, lad_code
    FROM small_area
) AS a
    ON a.code = d.code
    AND a.vintage = d.vintage
INNER JOIN (
    SELECT DISTINCT lad_code, csp_code
    FROM partnership
    WHERE year = (SELECT max(year) FROM partnership)
) AS c
    ON c.lad_code = a.lad_code
WHERE d.edition = :edition
    AND d.measure = :measure
GROUP BY c.csp_code
ORDER BY partnership
