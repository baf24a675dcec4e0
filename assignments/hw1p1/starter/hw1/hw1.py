"""A multi-layer perceptron.

Yours to write: the layers in MLP.__init__, then forward, zero_grads, backward and step, and at the end
get_training_stats. Run your code from the folder that holds hw1 and mytorch.
"""

import sys

import numpy as np

sys.path.append("mytorch")
from activation import *
from batchnorm import *
from linear import *
from loss import *


class MLP:
    """Linear, then BatchNorm (after the first num_bn_layers linear layers), then activation, and again."""

    def __init__(self, input_size, output_size, hiddens, activations, weight_init_fn, bias_init_fn,
                 criterion, lr, momentum=0.0, num_bn_layers=0):
        """
        input_size, output_size: the sizes of one row of data and of one row of outputs.
        hiddens: the number of units of each hidden layer; may be empty.
        activations: one Activation object for each linear layer, so one more than hiddens.
        weight_init_fn, bias_init_fn: see Linear.
        criterion: a Criterion object.
        lr, momentum: the step size and the share of the last step that is kept.
        num_bn_layers: how many layers, from the input on, have a BatchNorm.
        """
        self.train_mode = True
        self.nlayers = len(hiddens) + 1
        self.input_size = input_size
        self.output_size = output_size
        self.activations = activations
        self.criterion = criterion
        self.lr = lr
        self.momentum = momentum
        self.num_bn_layers = num_bn_layers
        self.output = None

        # A Linear object for each layer, first to last. (zip may be of use.)
        self.linear_layers = None

        # A BatchNorm object for each of the first num_bn_layers layers. None until you come to it.
        self.bn_layers = None

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        """
        x: (batch size, input_size).
        Stores the output of the last activation in self.output and returns it: (batch size, output_size).
        """
        raise NotImplementedError("MLP.forward")

    def zero_grads(self):
        """Sets the gradients of all layers to 0."""
        raise NotImplementedError("MLP.zero_grads")

    def backward(self, labels):
        """
        labels: one-hot, (batch size, output_size).
        Leaves dW and db in every Linear, and dgamma and dbeta in every BatchNorm.
        """
        raise NotImplementedError("MLP.backward")

    def step(self):
        """Moves all parameters by one step of gradient descent, with momentum for W and b."""
        raise NotImplementedError("MLP.step")

    def error(self, labels):
        """How many rows of the last output have their largest value in another class than the label."""
        return (np.argmax(self.output, axis=1) != np.argmax(labels, axis=1)).sum()

    def total_loss(self, labels):
        """The loss of the last output, summed over the batch."""
        return self.criterion(self.output, labels).sum()

    def train(self):
        self.train_mode = True

    def eval(self):
        self.train_mode = False


def get_training_stats(mlp, dset, nepochs, batch_size):
    """
    mlp: an MLP. dset: (training set, validation set, test set), each a pair of x, (examples, features), and
    integer labels, (examples,). The test set is not for this function.
    Trains for nepochs epochs and returns four arrays of length nepochs:
    training losses, training errors, validation losses, validation errors.
    """
    (train_x, train_labels), (val_x, val_labels), _ = dset
    order = np.arange(len(train_x))  # shuffle this, and pick rows of both x and labels by it

    training_losses = np.zeros(nepochs)
    training_errors = np.zeros(nepochs)
    validation_losses = np.zeros(nepochs)
    validation_errors = np.zeros(nepochs)

    for epoch in range(nepochs):
        # Shuffle; train on each batch; then measure the validation set in evaluation mode.
        raise NotImplementedError("get_training_stats")

    return training_losses, training_errors, validation_losses, validation_errors
