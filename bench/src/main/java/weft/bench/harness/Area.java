package weft.bench.harness;

import java.util.List;

/**
 * Rows that belong together: a section of the report.
 *
 * @param name as in the markers of the report: {@code core}
 * @param title its heading
 */
public record Area(String name, String title, List<Row> rows) {}
