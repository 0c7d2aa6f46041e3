/**
 * Formats: one {@link org.sdptbench.reports.content.Renderer} each.
 *
 * <p>{@link org.sdptbench.reports.render.CsvRenderer} writes RFC 4180 files with one observation a
 * line; {@link org.sdptbench.reports.render.SvgRenderer} the charts; {@link
 * org.sdptbench.reports.render.PdfRenderer} the report that people read. The page for browsers has
 * a package of its own, {@link org.sdptbench.reports.html}.
 */
@NullMarked
package org.sdptbench.reports.render;

import org.jspecify.annotations.NullMarked;
