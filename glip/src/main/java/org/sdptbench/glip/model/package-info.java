/**
 * The whole model, put together from its parts: {@link org.sdptbench.glip.model.Glip} with the
 * official parameter names, and its {@link org.sdptbench.glip.model.Tower}, in which each stage
 * lets image and text attend to each other before it works on the image.
 */
@NullMarked
package org.sdptbench.glip.model;

import org.jspecify.annotations.NullMarked;
