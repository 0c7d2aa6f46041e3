/**
 * What a report says, before any format.
 *
 * <p>{@link org.sdptbench.reports.content.ReportContent} arranges the records of a plan once:
 * facts, tables and charts of each spec, claims, settings, gaps and provenance. A {@link
 * org.sdptbench.reports.content.Renderer} writes it in one format.
 *
 * <p>What more than one format says is said here, so that they agree by construction: the titles of
 * {@link org.sdptbench.reports.content.Chapter}s, {@link org.sdptbench.reports.content.HowToRead},
 * and the sentences and tables of words that {@code ReportContent} offers. A format adds only what
 * is true of it alone.
 */
@NullMarked
package org.sdptbench.reports.content;

import org.jspecify.annotations.NullMarked;
