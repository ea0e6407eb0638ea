-- title: Which editions of the deprivation indices are held for an area.
-- grain: one row per edition and measure
-- parameter area: code of a partnership, local authority, ward or small area
-- column edition: year of the edition
-- column vintage: census year of the small areas it uses
-- column measure: name of the measure
-- column areas: whole number, small areas of the area with a value

SELECT
    d.edition,
    d.vintage,
    d.measure,
    count(*) AS areas
FROM deprivation AS d
INNER JOIN area_member AS m
    ON m.lsoa_code = d.code
    AND m.vintage = d.vintage
WHERE m.area_code = :area
    AND d.value IS NOT NULL
GROUP BY d.edition, d.vintage, d.measure
ORDER BY d.edition, d.vintage, d.measure
