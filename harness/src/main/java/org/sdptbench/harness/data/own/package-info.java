/**
 * A user's own data sets. One way is the layout that annotation tools export as COCO: each split a
 * folder with its images and their annotations.
 *
 * <pre>{@code
 * DIR/own/NAME/train/_annotations.coco.json   and the images that it names
 * DIR/own/NAME/valid/_annotations.coco.json
 * DIR/own/NAME/test/_annotations.coco.json
 * }</pre>
 *
 * <p>The other is a file {@code DIR/own/NAME.yaml}, an {@link
 * org.sdptbench.harness.data.own.OwnTaskFile}, which says where annotations and images lie; {@code
 * sdptbench datasets add} checks a folder and writes one.
 *
 * <p>Splits may number their classes differently: they are matched by name, and each has to list
 * the same ones.
 *
 * <p>With {@code --data DIR}, {@code own/NAME} is a task like any other, and {@code own} all of
 * them.
 */
@NullMarked
package org.sdptbench.harness.data.own;

import org.jspecify.annotations.NullMarked;
