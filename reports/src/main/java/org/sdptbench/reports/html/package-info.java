/**
 * The report as one page for a browser.
 *
 * <p>{@link org.sdptbench.reports.html.HtmlRenderer} writes {@code report.html}: one file without
 * any address of another, which its Content-Security-Policy forbids as well. Text, tables and
 * charts are in the page as it stands, so it can be read, searched and printed without its script.
 * The script sorts, filters and opens the runs behind a cell; it reads them from JSON at the end of
 * the page and makes elements of text only, never of markup.
 *
 * <p>{@code ReportPage} arranges the sections, {@code PageTables} and {@code InlineChart} their
 * contents, {@code PageData} the JSON. The style sheet and the scripts are resources of this
 * package. Their shared vocabulary: a cell of a table is {@code button.cell} with the indexes of
 * its runs in {@code data-runs} ({@code "3-17 20"}); a column that sorts has a {@code button.sort}
 * in its heading; a chart is a {@code figure.chart} whose {@code data-figure} names its values in
 * the JSON.
 */
@NullMarked
package org.sdptbench.reports.html;

import org.jspecify.annotations.NullMarked;
