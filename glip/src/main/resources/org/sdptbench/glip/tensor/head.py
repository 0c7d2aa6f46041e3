# Kernels of package org.sdptbench.glip.head. See package org.sdptbench.glip.tensor.
