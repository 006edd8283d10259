load helper
load tours

# The tour by shells with -c, beside the one at a prompt (tour.bats): its measurements are long.

@test "every command of the tour runs with -c too" {
	tour_holds -c
}
