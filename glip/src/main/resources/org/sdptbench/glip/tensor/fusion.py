# Kernels of package org.sdptbench.glip.fusion. See package org.sdptbench.glip.tensor.
