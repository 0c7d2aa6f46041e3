/**
 * Official files: what {@code datasets.lock} says of them, and how they come to this machine.
 *
 * <p>A {@link org.sdptbench.harness.fetch.Resource} is a data set or a checkpoint, a {@link
 * org.sdptbench.harness.fetch.RemoteFile} one of its files. {@link
 * org.sdptbench.harness.fetch.DataFolder} knows which of them are there; {@link
 * org.sdptbench.harness.fetch.Download} gets one, and goes on where an earlier try was broken off;
 * {@link org.sdptbench.harness.fetch.Unpacking} unpacks archives that may be hostile.
 *
 * <p>A digest that was published is enforced. One that nobody has published is recorded when the
 * file is first seen, in {@code DIR/.sdptbench/digests.json}, and enforced from then on. {@link
 * org.sdptbench.harness.fetch.RememberedDigests} saves reading gigabytes again that have not
 * changed.
 */
@NullMarked
package org.sdptbench.harness.fetch;

import org.jspecify.annotations.NullMarked;
