# Kernels of package org.sdptbench.glip.text. See package org.sdptbench.glip.tensor.
