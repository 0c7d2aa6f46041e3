# Kernels of package org.sdptbench.glip.vision. See package org.sdptbench.glip.tensor.
