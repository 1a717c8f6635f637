#pragma once

// The groups of the result file, one function each.

#include "group_plan.hpp"

namespace yieldscape {

void plan_statistics(ResultPlan& plan, const ResultContents& contents);
void plan_realizations(ResultPlan& plan, const ResultContents& contents);
void plan_maps(ResultPlan& plan, const ResultContents& contents);
void plan_histograms(ResultPlan& plan, const ResultContents& contents);
void plan_events(ResultPlan& plan, const ResultContents& contents);
void plan_provenance(ResultPlan& plan, const ResultContents& contents);

}  // namespace yieldscape
