/**
 * What a run leaves behind.
 *
 * <p>A {@link org.sdptbench.reports.record.RunRecord} is one attempt at one cell of an experiment,
 * written as one JSON file. The records are the only source of the numbers in a report. Values are
 * never rounded; every unit stands in the Javadoc of its field. A field that does not apply is
 * absent, never zero. A file carries the digest of its content; one that was changed is refused,
 * with the reason, and so is one of a newer version, which is told from a damaged one.
 */
@NullMarked
package org.sdptbench.reports.record;

import org.jspecify.annotations.NullMarked;
