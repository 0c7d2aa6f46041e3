/** LVIS, whose annotation files are COCO's with what each image says about which category. */
@NullMarked
package org.sdptbench.harness.data.lvis;

import org.jspecify.annotations.NullMarked;
