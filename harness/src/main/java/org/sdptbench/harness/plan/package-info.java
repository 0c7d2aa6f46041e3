/**
 * From specs to cells.
 *
 * <p>A {@linkplain org.sdptbench.harness.plan.Cell cell} is one point of a spec's matrix with every
 * setting resolved. Its id is the SHA-256 of its {@linkplain
 * org.sdptbench.harness.plan.CanonicalJson canonical JSON}, which holds the digests of the data and
 * the weights and the protocol version of the code, and not the label: what a table calls a cell
 * does not change its result. Of a method that is not this project's, the digest of its jar is part
 * of it too. Specs share cells, so a {@linkplain org.sdptbench.harness.plan.Plan plan} holds each
 * once, in waves: the first seed of everything, then the next, so that a report exists early and
 * only gets better.
 *
 * <p>A cell may train something first, on a task of its own: a method that is then frozen beneath
 * its own, or its own method. All of that, and the tasks that it is tested on besides its own, are
 * part of its id, with the digests of their data and code.
 *
 * <p>What is planned is written as {@code plan.json}, in the format of the report, which shows what
 * has not run as well as what has.
 *
 * <p>A method that trains nothing has one cell a task, whatever the seeds, shots and training
 * recipe of the spec: its result cannot differ, and to count it three times would feign certainty.
 */
@NullMarked
package org.sdptbench.harness.plan;

import org.jspecify.annotations.NullMarked;
