def early_stopping(val_losses, patience=5, min_delta=0.0):
    best = float("inf")
    best_epoch = 0
    counter = 0
    for epoch, loss in enumerate(val_losses):
        if loss < best - min_delta:
            best = loss
            best_epoch = epoch
            counter = 0
        else:
            counter += 1
            if counter >= patience:
                return epoch, best_epoch
    return len(val_losses) - 1, best_epoch
