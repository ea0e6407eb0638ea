-- title: How many small areas of every partnership stand in each step of a deprivation measure.
-- grain: one row per partnership
-- parameter edition: year of the edition
-- parameter measure: name of a measure in steps of one to ten, such as imd_decile
-- column partnership: code of the partnership
-- column areas: whole number, small areas with a value
-- column mean_value: mean of the measure over small areas
-- column most_deprived_fifth: whole number, small areas whose value is 1 or 2

SELECT
    m.area_code AS partnership,
    count(d.value) AS areas,
    avg(d.value) AS mean_value,
    count(CASE WHEN d.value <= 2 THEN 1 END) AS most_deprived_fifth
FROM deprivation AS d
INNER JOIN area_member AS m
    ON m.lsoa_code = d.code
    AND m.vintage = d.vintage
WHERE m.level = 'csp'
    AND d.edition = :edition
    AND d.measure = :measure
GROUP BY m.area_code
ORDER BY partnership
