package org.sdptbench.reports.render;

import org.sdptbench.reports.content.ReportContent;

/**
 * A part of the PDF. {@link PdfPages#PARTS} lists them in the order of the pages; a new part, such
 * as one that must stand on the first page, is a class of its own and a line there.
 */
@FunctionalInterface
interface PdfPart {
  /** Appends this part; nothing if the content has nothing for it. */
  void write(ReportContent content, PdfPages pages);
}
