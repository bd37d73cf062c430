// SPDX-License-Identifier: Apache-2.0
// The lines of native_sim's own interrupts. Here none of them is raised by hardware.
#ifndef HOSTED_SOC_H_
#define HOSTED_SOC_H_

#define TIMER_TICK_IRQ 0
#define OFFLOAD_SW_IRQ 1
#define COUNTER_EVENT_IRQ 2

#endif
