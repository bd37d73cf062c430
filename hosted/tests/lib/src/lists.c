/* SPDX-License-Identifier: Apache-2.0 */
#include <zephyr/sys/dlist.h>
#include <zephyr/sys/sflist.h>
#include <zephyr/sys/slist.h>

#include "digest.h"

#define NODES 24

static struct element {
  sys_snode_t single;
  sys_sfnode_t flagged;
  sys_dnode_t doubled;
  bool used;
} elements[NODES];

static struct element* pick(struct topic* topic, bool used) {
  for (int tries = 0; tries < 8; tries++) {
    struct element* element = &elements[random_below(topic, NODES)];

    if (element->used == used) {
      return element;
    }
  }
  return NULL;
}

static int64_t index_of(const struct element* element) {
  return element != NULL ? element - elements : -1;
}

static void forget(struct element* element) {
  if (element != NULL) {
    element->used = false;
  }
}

static void check_single(struct topic* topic, sys_slist_t* list) {
  struct element* element;
  struct element* next;

  SYS_SLIST_FOR_EACH_CONTAINER (list, element, single) {
    digest(topic, index_of(element));
  }
  SYS_SLIST_FOR_EACH_CONTAINER_SAFE(list, element, next, single) {
    digest(topic, index_of(element) + index_of(next));
  }
  element = SYS_SLIST_PEEK_HEAD_CONTAINER(list, element, single);
  digest(topic, index_of(element));
  element = SYS_SLIST_PEEK_TAIL_CONTAINER(list, element, single);
  digest(topic, index_of(element));
  digest(topic, sys_slist_is_empty(list));
}

static void step_single(struct topic* topic, sys_slist_t* list) {
  struct element* fresh = pick(topic, false);
  struct element* there = pick(topic, true);
  uint32_t action = random_below(topic, 10);
  sys_snode_t* node = NULL;

  if (fresh != NULL && action < 4) {
    fresh->used = true;
    if (action == 0) {
      sys_slist_append(list, &fresh->single);
    } else if (action == 1) {
      sys_slist_prepend(list, &fresh->single);
    } else {
      sys_slist_insert(list, there != NULL ? &there->single : NULL, &fresh->single);
    }
  } else if (there != NULL && action < 6) {
    digest(topic, sys_slist_find_and_remove(list, &there->single));
    digest(topic, sys_slist_find_and_remove(list, &there->single));
    forget(there);
  } else if (there != NULL && action == 6) {
    sys_snode_t* before = NULL;

    SYS_SLIST_FOR_EACH_NODE (list, node) {
      if (node == &there->single) {
        break;
      }
      before = node;
    }
    sys_slist_remove(list, before, &there->single);
    forget(there);
  } else if (action == 7) {
    node = sys_slist_get(list);
    forget(node != NULL ? CONTAINER_OF(node, struct element, single) : NULL);
  } else if (there != NULL && action == 8) {
    node = sys_slist_peek_next(&there->single);
    digest(topic, index_of(node != NULL ? CONTAINER_OF(node, struct element, single) : NULL));
  } else if (random_below(topic, 4) == 0) {
    sys_slist_t other;

    sys_slist_init(&other);
    sys_slist_merge_slist(&other, list);
    sys_slist_append_list(list, sys_slist_peek_head(&other), sys_slist_peek_tail(&other));
  }
  check_single(topic, list);
}

static void step_flagged(struct topic* topic, sys_sflist_t* list) {
  struct element* fresh = pick(topic, false);
  struct element* there = pick(topic, true);
  struct element* element;
  uint8_t flags = (uint8_t)random_below(topic, 4);
  uint32_t action = random_below(topic, 8);

  if (fresh != NULL && action < 4) {
    fresh->used = true;
    sys_sfnode_init(&fresh->flagged, flags);
    if (action == 0) {
      sys_sflist_append(list, &fresh->flagged);
    } else if (action == 1) {
      sys_sflist_prepend(list, &fresh->flagged);
    } else {
      sys_sflist_insert(list, there != NULL ? &there->flagged : NULL, &fresh->flagged);
    }
  } else if (there != NULL && action == 4) {
    digest(topic, sys_sflist_find_and_remove(list, &there->flagged));
    forget(there);
  } else if (there != NULL && action == 5) {
    sys_sfnode_flags_set(&there->flagged, flags);
  } else if (action == 6) {
    sys_sfnode_t* node = sys_sflist_get(list);

    forget(node != NULL ? CONTAINER_OF(node, struct element, flagged) : NULL);
  }
  SYS_SFLIST_FOR_EACH_CONTAINER(list, element, flagged) {
    digest(topic, index_of(element));
    digest(topic, sys_sfnode_flags_get(&element->flagged));
  }
}

static int above(sys_dnode_t* node, void* data) {
  return index_of(CONTAINER_OF(node, struct element, doubled)) > *(int64_t*)data;
}

static void check_doubled(struct topic* topic, sys_dlist_t* list) {
  struct element* element;
  struct element* next;
  sys_dnode_t* node;

  SYS_DLIST_FOR_EACH_CONTAINER (list, element, doubled) {
    digest(topic, index_of(element));
  }
  SYS_DLIST_FOR_EACH_CONTAINER_SAFE (list, element, next, doubled) {
    digest(topic, index_of(element) + index_of(next));
  }
  for (node = sys_dlist_peek_tail(list); node != NULL; node = sys_dlist_peek_prev(list, node)) {
    digest(topic, index_of(CONTAINER_OF(node, struct element, doubled)) * 3);
    digest(topic, sys_dlist_is_head(list, node) * 2 + sys_dlist_is_tail(list, node));
  }
  digest(topic, sys_dlist_is_empty(list) * 2 + sys_dlist_has_multiple_nodes(list));
}

static void step_doubled(struct topic* topic, sys_dlist_t* list) {
  struct element* fresh = pick(topic, false);
  struct element* there = pick(topic, true);
  uint32_t action = random_below(topic, 9);

  if (fresh != NULL && action < 5) {
    int64_t limit = (int64_t)random_below(topic, NODES);

    sys_dnode_init(&fresh->doubled);
    digest(topic, sys_dnode_is_linked(&fresh->doubled));
    fresh->used = true;
    if (action == 0) {
      sys_dlist_append(list, &fresh->doubled);
    } else if (action == 1) {
      sys_dlist_prepend(list, &fresh->doubled);
    } else if (action == 2 && there != NULL) {
      sys_dlist_insert(&there->doubled, &fresh->doubled);
    } else {
      sys_dlist_insert_at(list, &fresh->doubled, above, &limit);
    }
    digest(topic, sys_dnode_is_linked(&fresh->doubled));
  } else if (there != NULL && action < 7) {
    sys_dlist_remove(&there->doubled);
    digest(topic, sys_dnode_is_linked(&there->doubled));
    forget(there);
  } else if (action == 7) {
    sys_dnode_t* node = sys_dlist_get(list);

    forget(node != NULL ? CONTAINER_OF(node, struct element, doubled) : NULL);
  }
  check_doubled(topic, list);
}

static void none_used(void) {
  for (int i = 0; i < NODES; i++) {
    elements[i].used = false;
  }
}

void test_lists(void) {
  struct topic topic;
  sys_slist_t single = SYS_SLIST_STATIC_INIT(&single);
  sys_sflist_t flagged = SYS_SFLIST_STATIC_INIT(&flagged);
  sys_dlist_t doubled = SYS_DLIST_STATIC_INIT(&doubled);

  topic_begin(&topic, "slist", 3);
  for (int step = 1; step <= STEPS; step++) {
    step_single(&topic, &single);
    topic_step(&topic, step);
  }
  none_used();
  topic_begin(&topic, "sflist", 4);
  for (int step = 1; step <= STEPS; step++) {
    step_flagged(&topic, &flagged);
    topic_step(&topic, step);
  }
  none_used();
  topic_begin(&topic, "dlist", 5);
  for (int step = 1; step <= STEPS; step++) {
    step_doubled(&topic, &doubled);
    topic_step(&topic, step);
  }
}
