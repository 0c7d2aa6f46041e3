/**
 * What can be said about a quantity that was measured with several seeds.
 *
 * <p>{@link org.sdptbench.reports.stats.Estimate} is a mean with a two-sided 95 % Student-t
 * interval. With a single value there is no interval, and none is made up.
 */
@NullMarked
package org.sdptbench.reports.stats;

import org.jspecify.annotations.NullMarked;
