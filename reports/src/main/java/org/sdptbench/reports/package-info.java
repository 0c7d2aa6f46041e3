/**
 * Run records in; tables, charts and a report out.
 *
 * <p>{@link org.sdptbench.reports.Report} reads the records that the {@link
 * org.sdptbench.reports.record.ReportPlan plan} names, arranges them once as {@link
 * org.sdptbench.reports.content.ReportContent}, and hands that to one {@link
 * org.sdptbench.reports.content.Renderer} per format. Every number comes from the records. The same
 * records give the same bytes: nothing here asks a clock, a random generator or the machine's
 * fonts.
 *
 * <p>To add a format, implement {@code Renderer}. What it writes must be escaped by it: titles,
 * labels, class names and messages come from files that anyone may have written. What several
 * formats say belongs into {@code content}. The order of the PDF is a list of {@code PdfPart}s in
 * {@code render.PdfPages}, and of blocks per spec in {@code render.SpecPart}.
 */
@NullMarked
package org.sdptbench.reports;

import org.jspecify.annotations.NullMarked;
