// SPDX-License-Identifier: Apache-2.0
#ifndef EDGES_H
#define EDGES_H

void edges(void);

#endif
